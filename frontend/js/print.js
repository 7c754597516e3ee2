// Shows and works the print buttons; without scripts they would do nothing, so they start hidden.
export function printOnPress (scope) {
  scope.querySelectorAll('.app-print-button').forEach((button) => {
    button.addEventListener('click', () => window.print())
  })
}
