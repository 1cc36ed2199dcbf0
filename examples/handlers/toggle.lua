-- A button that lights its lamp at every second press, and blinks while it is held.

local on = false

function button(value)
  if value > 0 then
    on = not on
    output('lamp', on and 1 or 0)
    thread(blink)
  end
end

function blink()
  sleep(500)
  while input_value('button') > 0 do
    output('lamp', 1)
    sleep(100)
    output('lamp', 0)
    sleep(100)
  end
  output('lamp', on and 1 or 0)
end
