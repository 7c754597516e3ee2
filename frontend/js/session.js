// Says in good time that the session ends, and keeps on the server what was typed. The server alone decides when it ends:
// this only counts along and asks. Nothing is stored in the browser.
const BY_ITSELF = { 'Homeward-Refresh': '1' }

function minutes (milliseconds) {
  const number = Math.max(1, Math.ceil(milliseconds / 60000))
  return milliseconds < 60000 ? 'in less than a minute' : `in ${number} minute${number === 1 ? '' : 's'}`
}

function changed (control) {
  if (control instanceof HTMLSelectElement) return [...control.options].some((each) => each.selected !== each.defaultSelected)
  if (control.type === 'checkbox' || control.type === 'radio') return control.checked !== control.defaultChecked
  return control.value !== control.defaultValue
}

// What was typed into the page's forms and not sent. A page that came back with errors shows what was never saved.
function typed () {
  const sentBefore = document.querySelector('.nhsuk-error-summary') !== null
  const fields = []
  for (const form of document.querySelectorAll('main form')) {
    if (form.method !== 'post') continue
    const controls = [...form.elements].filter((each) => each.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(each.type) && each.type !== undefined && 'value' in each)
    if (!sentBefore && !controls.some((each) => each.type !== 'fieldset' && changed(each))) continue
    const allowed = new Set(controls.map((each) => each.name))
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && allowed.has(name)) fields.push([name, value])
    }
  }
  return fields
}

export function watchSession () {
  const dialog = document.getElementById('session-warning')
  if (!dialog || typeof dialog.showModal !== 'function') return
  // A page that the browser kept whole and shows again on Back may be another person's.
  window.addEventListener('pageshow', (event) => { if (event.persisted) window.location.reload() })
  const status = document.getElementById('session-status')
  const token = dialog.querySelector('input[name="csrfmiddlewaretoken"]').value
  const warn = Number(dialog.dataset.warn) * 1000
  const here = window.location.pathname + window.location.search
  let end = Date.now() + Number(dialog.dataset.left) * 1000
  let lastTyped = 0
  let kept = false
  let asking = false
  let said = ''
  let leaving = false

  async function send (address, values, headers) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...values })
    const answer = await fetch(address, { method: 'POST', body, headers, redirect: 'error', credentials: 'same-origin' })
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
  }

  async function keep () {
    const fields = typed()
    if (!fields.length) return
    try {
      await send(dialog.dataset.keeps, { path: here, fields: JSON.stringify(fields) }, BY_ITSELF)
      kept = true
    } catch { /* tried again at the next count */ }
  }

  async function stay () {
    try {
      const answer = await send(dialog.dataset.stays, { path: here }, {})
      if (!answer.left) return leave()
      end = Date.now() + answer.left * 1000
      kept = false
      said = ''
      status.textContent = ''
      if (dialog.open) dialog.close()
    } catch { leave() }
  }

  // Before the next page comes, nothing of this one may be read over a shoulder.
  function leave () {
    if (leaving) return
    leaving = true
    document.body.replaceChildren()
    document.title = 'Logged out'
    window.location.replace(dialog.dataset.ended)
  }

  // Seconds left as the server sees it: another page of the same person may have been used meanwhile.
  async function ask () {
    const answer = await fetch(dialog.dataset.asks, { headers: BY_ITSELF, redirect: 'error', credentials: 'same-origin' })
    end = Date.now() + (answer.ok ? (await answer.json()).left : 0) * 1000
  }

  async function count () {
    if (asking || leaving) return
    asking = true
    try {
      if (end - Date.now() > warn) {
        if (dialog.open) dialog.close()
        return
      }
      if (!dialog.open) {
        try { await ask() } catch { /* without an answer we count on */ }
        if (end - Date.now() > warn) return
        if (end > Date.now() && Date.now() - lastTyped < warn / 2) return await stay()
        if (end > Date.now()) {
          await keep()
          dialog.showModal()
        }
      } else if (!kept) {
        await keep()
      }
      const left = end - Date.now()
      if (left <= 0) {
        try { await ask() } catch { /* the page goes either way */ }
        if (end <= Date.now()) leave()
        return
      }
      const words = minutes(left)
      dialog.querySelector('[data-when]').textContent = words
      if (words !== said) {
        said = words
        status.textContent = `You will be logged out ${words}.`
      }
    } finally { asking = false }
  }

  document.addEventListener('input', () => { lastTyped = Date.now() })
  dialog.querySelector('[data-stay]').addEventListener('submit', (event) => { event.preventDefault(); stay() })
  dialog.addEventListener('cancel', (event) => { event.preventDefault(); stay() })
  document.addEventListener('visibilitychange', count)
  setInterval(count, 1000)
}
