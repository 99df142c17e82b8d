from django import template

register = template.Library()


@register.filter
def spans(placements):
    """Return placements as the drawing wants them."""
    return [placement.span for placement in placements]
