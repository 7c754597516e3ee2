// A list that refreshes itself must not move what somebody reads or is about to press.
export function keepPlace () {
  document.addEventListener('htmx:beforeRequest', (event) => {
    const element = event.detail.elt
    if (!element.hasAttribute('data-refreshes')) return
    const busy = element.contains(document.activeElement) || document.hidden
    if (busy) event.preventDefault()
  })
  let top
  document.addEventListener('htmx:beforeSwap', () => { top = window.scrollY })
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.elt?.hasAttribute?.('data-refreshes') && top !== undefined) window.scrollTo(0, top)
  })
}
