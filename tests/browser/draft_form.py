"""The draft's form as its author uses it, and a small draft to use it on."""

from playwright.sync_api import expect

DRAFT = """---
article: editor-{number}
work: Editor {number}
number: "0.1"
title: A map to edit
line:
  start: here
  end: there
placements:
  - {{role: editor-walker, name: Walker, start: 10, end: 40}}
  - {{role: editor-rider, name: Rider, start: 60, end: 90}}
  - {{role: editor-repair, kind: practice, name: Repair, start: 20, end: 80}}
---
It begins.
"""
# In one go, since the server's next drawing may replace the one that is measured.
POINT = """([drawing, place, up]) => {
    const svg = document.querySelector(drawing);
    svg.scrollIntoView({block: "nearest"});
    const [start, end] = ["x1", "x2"].map((x) => svg.querySelector(".map-axis")[x].baseVal.value);
    const point = new DOMPoint(start + ((end - start) * place) / 100, -up);
    const {x, y} = point.matrixTransform(svg.getScreenCTM());
    return [x, y];
}"""


class Form:
    def __init__(self, page):
        self.page = page
        self.undo = page.get_by_role("button", name="Undo")
        self.redo = page.get_by_role("button", name="Redo")
        self.fault = page.locator(".editor-fault")
        self.notice = page.get_by_role("region", name="Not saved")

    def row(self, name):
        return self.page.locator(f"#placements-group tr:has(.field-name input[value='{name}'])")

    def field(self, name, number):
        return self.row(name).locator(f".field-{number} input")

    def expect_span(self, name, start, end):
        expect(self.field(name, "start")).to_have_value(str(start))
        expect(self.field(name, "end")).to_have_value(str(end))

    def expect_drawn(self, name, start, end):
        """The list under the drawings, and both drawings, come from the server in one answer."""
        item = self.page.locator(".desk-map .map-list li").filter(has_text=name)
        expect(item).to_contain_text(f"{start} to {end}")

    def handle(self, name, part="the whole"):
        return self.page.get_by_role("slider", name=f"{name}: {part}", exact=True)

    def save(self):
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def point(self, place, up, drawing="wide"):
        """The pixels of a place on the line, and so much of the drawing's height above it."""
        return self.page.evaluate(POINT, [f".desk-map .map-{drawing}", place, up])

    def drag(self, start, end, up=60, drawing="wide"):
        mouse = self.page.mouse
        mouse.move(*self.point(start, up, drawing))
        mouse.down()
        mouse.move(*self.point(end, up, drawing), steps=8)
        return mouse
