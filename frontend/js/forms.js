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

// A radio may not say that it is expanded (only checkboxes may): the design system's script says so all the same.
export function plainRadios (scope) {
  const radios = scope.querySelectorAll('input[type="radio"][aria-controls]')
  const tidy = (radio) => { if (radio.hasAttribute('aria-expanded')) radio.removeAttribute('aria-expanded') }
  radios.forEach((radio) => {
    if (radio.dataset.plain) return
    radio.dataset.plain = 'true'
    tidy(radio)
    new MutationObserver(() => tidy(radio)).observe(radio, { attributeFilter: ['aria-expanded'] })
  })
}
