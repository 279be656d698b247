-- What wrk does to one replica in serve_load_test.py: it has tokens signed, has each verified and fetches the key set in
-- between, and looks at every answer. The `honest` verify the tokens as they are, so that none may be refused; the
-- `forging` change each in one of three ways, so that none may be accepted. On standard output: the counts, as JSON.
--
-- arguments: honest|forging ACCESS_TOKEN
local threads = {}
function setup(thread)
  table.insert(threads, thread)
end

signed, accepted, refused, key_sets, wrong, first_wrong = 0, 0, 0, 0, 0, ""
local tokens, turn, forging, shown = {}, 0, false, nil
local api = "/v1/keyrings/orders/prod/"

function init(arguments)
  forging = arguments[1] == "forging"
  shown = {["Authorization"] = "Bearer " .. arguments[2], ["Content-Type"] = "application/json"}
end

local function forged(token)
  local header, claims, signature = token:match("^([^.]+)%.([^.]+)%.([^.]+)$")
  if turn % 3 == 0 then
    return header .. "." .. claims .. "." .. (signature:sub(1, 1) == "A" and "B" or "A") .. signature:sub(2)
  elseif turn % 3 == 1 then
    return header .. ".eyJzdWIiOiJtYWxsb3J5In0." .. signature -- {"sub":"mallory"}
  end
  return "eyJhbGciOiJub25lIn0." .. claims .. "." -- {"alg":"none"}
end

function request()
  turn = turn + 1
  if turn % 8 == 0 then
    return wrk.format("GET", "/k/orders/prod/jwks.json")
  end
  local token = table.remove(tokens)
  if not token then
    return wrk.format("POST", api .. "sign", shown, '{"sub":"alice"}')
  end
  return wrk.format("POST", api .. "verify", shown, '{"token":"' .. (forging and forged(token) or token) .. '"}')
end

local function is_wrong(status, body)
  wrong = wrong + 1
  if first_wrong == "" then
    first_wrong = status .. " " .. body
  end
end

function response(status, headers, body)
  local token = body:match('"token":"([^"]+)"')
  if status ~= 200 then
    is_wrong(status, body)
  elseif token then
    signed = signed + 1
    table.insert(tokens, token)
  elseif body:find('"valid":true', 1, true) then
    accepted = accepted + 1
    if forging or not body:find('"sub":"alice"', 1, true) then
      is_wrong(status, body)
    end
  elseif body:find('"valid":false', 1, true) then
    refused = refused + 1
    if not forging then
      is_wrong(status, body)
    end
  elseif body:find('"keys":[', 1, true) then
    key_sets = key_sets + 1
  else
    is_wrong(status, body)
  end
end

function done()
  local total = {signed = 0, accepted = 0, refused = 0, key_sets = 0, wrong = 0}
  local first = ""
  for _, thread in ipairs(threads) do
    for name, count in pairs(total) do
      total[name] = count + thread:get(name)
    end
    if first == "" then
      first = thread:get("first_wrong")
    end
  end
  io.write("\n{")
  for name, count in pairs(total) do
    io.write('"', name, '":', count, ",")
  end
  io.write('"first_wrong":"', (first:gsub('[%c"\\]', " ")), '"}\n')
end
