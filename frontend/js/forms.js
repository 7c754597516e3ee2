// A second press of a form's button within a second sends nothing: slow wards press twice.
export function guardForms () {
  const sent = new WeakMap()
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
    const last = sent.get(form)
    if (last && Date.now() - last < 1000) event.preventDefault()
    else sent.set(form, Date.now())
  })
}
