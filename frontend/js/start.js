// Runs before the page is drawn, so that parts that need scripts do not flicker. Classes go on <html> and, once there, on <body>.
const names = ['js-enabled']
if ('noModule' in HTMLScriptElement.prototype) {
  names.push('nhsuk-frontend-supported')
}
document.documentElement.classList.add(...names)
new MutationObserver((changes, observer) => {
  if (document.body) {
    document.body.classList.add(...names)
    observer.disconnect()
  }
}).observe(document.documentElement, { childList: true })
