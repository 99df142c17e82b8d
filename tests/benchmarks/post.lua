-- Each request posts another comment, from another of the readers in a file:
-- a line a reader, with the cookies, the token of the form and the address they come from.
local here = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(here .. "report.lua")

local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  readers, at = {}, number
  math.randomseed(os.time() * 1000 + number)
  for line in io.lines(arguments[1]) do
    local cookie, token, address = line:match("^(.-)\t(.-)\t(.-)$")
    readers[#readers + 1] = {cookie = cookie, token = token, address = address}
  end
  path, share = arguments[2], tonumber(arguments[3])
end

local function key()
  return (string.gsub("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx", "x", function()
    return string.format("%x", math.random(0, 15))
  end))
end

function request()
  at = at + share
  local reader = readers[at % #readers + 1]
  local body = "I+see+it+*otherwise*%3A+the+border+is+soft%2C+as+%5Bv0.1%5D(https%3A%2F%2Fmap.example%2F" .. at .. ")+says."
  return wrk.format("POST", path, {
    ["Cookie"] = reader.cookie,
    ["X-Forwarded-For"] = reader.address,
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }, "csrfmiddlewaretoken=" .. reader.token .. "&version=v0.1&key=" .. key() .. "&body=" .. body)
end
