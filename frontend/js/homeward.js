// Everything here only adds to pages that work without it.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, Header, InitError, NotificationBanner,
  PasswordInput, Radios, Scroll, SkipLink, Table, Tabs
} from 'nhsuk-frontend'
import { keepDueTimes } from './due-time.js'
import { openFilters } from './filters.js'
import { printOnPress } from './print.js'
import { guardForms, plainRadios } from './forms.js'
import { keepPlace } from './keep-place.js'
import { tellKeyErrors } from './security-key.js'
import { watchSession } from './session.js'

// Not the file upload's drop zone: its button's name differs from its words, and the browser's own box takes dropped files too.
const parts = [
  Button, CharacterCount, Checkboxes, ErrorSummary, Header, NotificationBanner, PasswordInput, Radios, Scroll, SkipLink,
  Table, Tabs
]

function start (scope) {
  // After a swap some neighbours have been started before: that is no error.
  const onError = (error) => { if (!(error instanceof InitError)) console.error(error) }
  if (document.body.classList.contains('nhsuk-frontend-supported')) {
    parts.forEach((part) => createAll(part, undefined, { scope, onError }))
  }
  plainRadios(scope)
  keepDueTimes(scope)
  openFilters(scope)
  printOnPress(scope)
}

start(document)
guardForms()
tellKeyErrors()
keepPlace()
watchSession()

// What htmx has just put on the page needs the same care.
document.addEventListener('htmx:load', (event) => {
  const added = event.detail?.elt
  if (added instanceof Element && added !== document.body) {
    start(added.parentElement ?? added)
  }
})
