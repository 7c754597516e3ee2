// Filters are folded away on a phone and open where there is room for them.
export function openFilters (scope) {
  const wide = window.matchMedia('(min-width: 61.875em)')
  scope.querySelectorAll('details[data-open-when-wide]').forEach((box) => {
    if (box.dataset.ready) return
    box.dataset.ready = 'true'
    if (wide.matches) box.open = true
    wide.addEventListener('change', () => { box.open = wide.matches })
  })
}
