-- Each request posts another comment to Isso.
local here = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(here .. "report.lua")

local sent = 0
function init(arguments)
  path = arguments[1]
end

function request()
  sent = sent + 1
  local body = '{"text": "I see it *otherwise*: the border is soft, as [v0.1](https://map.example/'
    .. sent .. ') says.", "author": "reader", "email": null, "website": null, "title": "ML Map", "parent": null}'
  return wrk.format("POST", path, {["Content-Type"] = "application/json"}, body)
end
