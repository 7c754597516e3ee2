// Everything here only adds to pages that work without it.
import { initAll } from 'nhsuk-frontend'
import { keepDueTimes } from './due-time.js'
import { openFilters } from './filters.js'
import { printOnPress } from './print.js'
import { guardForms } from './forms.js'
import { keepPlace } from './keep-place.js'

function start (scope) {
  initAll({ scope })
  keepDueTimes(scope)
  openFilters(scope)
  printOnPress(scope)
}

start(document)
guardForms()
keepPlace()

// What htmx has just put on the page needs the same care.
document.addEventListener('htmx:load', (event) => {
  const added = event.detail?.elt
  if (added instanceof Element && added !== document.body) {
    start(added.parentElement ?? added)
  }
})
