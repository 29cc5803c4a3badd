// Small pieces of a page.

export function paragraph(text) {
  const element = document.createElement('p')
  element.textContent = text
  return element
}

export function button(label, act) {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = 'app-link-button'
  element.textContent = label
  element.addEventListener('click', act)
  return element
}
