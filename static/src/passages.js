// Words selected in the text of a report are put into the box that marks a passage of it.

// The browser tells of a selection a moment after it is made: whoever acts on it at once asks again.
export function takeSelection() {
  const selection = document.getSelection()
  const text = [selection.anchorNode, selection.focusNode].map((node) => areaOf(node))
  const words = selection.toString().trim()
  if (!words || !text[0] || text[0] !== text[1]) return
  const box = document.querySelector(`[data-passage-form="${text[0].dataset.passageText}"] textarea`)
  if (!box) return
  box.value = words.replace(/\s+/g, ' ')
  box.dispatchEvent(new Event('input', { bubbles: true }))
}

function areaOf(node) {
  const element = node instanceof Element ? node : node?.parentElement
  return element?.closest('[data-passage-text]')
}

if (document.querySelector('[data-passage-form]')) document.addEventListener('selectionchange', takeSelection)
