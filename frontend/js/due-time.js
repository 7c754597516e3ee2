// Words each due time again as the minutes pass: "Today, 4pm" becomes "Overdue by 2 minutes" without a reload.
// The server's clock decides: we only add the time that went by since the page came.
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const loaded = Date.now()

function count (number, one) {
  return `${number} ${one}${number === 1 ? '' : 's'}`
}

export function span (milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return count(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours < 48) return count(hours, 'hour') + (rest && hours < 2 ? ` ${count(rest, 'minute')}` : '')
  return count(Math.floor(hours / 24), 'day')
}

// The time in London is in the machine-readable form itself, so the reader's own time zone does not matter.
export function parts (machine) {
  const [day, time] = machine.split('T')
  const [year, month, date] = day.split('-').map(Number)
  const [hour, minute] = time.split(':').map(Number)
  return { year, month, date, hour, minute }
}

export function clock ({ hour, minute }) {
  if (minute === 0 && hour === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'midday'
  return `${hour % 12 || 12}${minute ? `.${String(minute).padStart(2, '0')}` : ''}${hour < 12 ? 'am' : 'pm'}`
}

function reword (element, now) {
  const machine = element.getAttribute('datetime')
  const left = Date.parse(machine) - now
  const holder = element.closest('.app-due')
  if (left < 0) {
    const words = `Overdue by ${span(left)}`
    if (element.textContent !== words) element.textContent = words
    holder?.classList.remove('app-due--soon', 'app-due--due')
    holder?.classList.add('app-due--overdue')
  } else if (element.dataset.due === 'long') {
    const due = parts(machine)
    element.textContent = element.textContent.replace(/\(in .*\)$/, `(in ${span(left)})`) || `${due.date} ${MONTHS[due.month - 1]}, ${clock(due)}`
  }
}

let timer

export function keepDueTimes (scope) {
  if (timer || !scope.querySelector('time[data-due]')) return
  const served = Number(document.documentElement.dataset.now) || loaded
  timer = setInterval(() => {
    const now = served + (Date.now() - loaded)
    document.querySelectorAll('time[data-due]').forEach((element) => reword(element, now))
  }, 60000)
}
