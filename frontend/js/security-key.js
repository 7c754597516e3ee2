// A security key that is not touched, or taken away, ends in an error of the browser: said in words, beside the button.
export function tellKeyErrors () {
  document.addEventListener('allauth.error', (event) => {
    const place = document.querySelector('[data-key-error]')
    if (!place) return
    event.preventDefault()
    place.textContent = ''
    place.textContent = place.dataset.keyError
  })
}
