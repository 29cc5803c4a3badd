// Asks the service something in the background; what went wrong comes back in words.

export async function askJson(url, data) {
  let response
  try {
    response = await fetch(url, {
      method: 'POST',
      body: data,
      headers: { Accept: 'application/json' },
      credentials: 'same-origin'
    })
  } catch {
    return { trouble: 'There is no connection. Try again.' }
  }
  try {
    const answer = await response.json()
    return response.ok ? { answer } : { trouble: answer.sentence }
  } catch {
    return { trouble: 'The service did not answer as it should. Sign in again in another window, and try again.' }
  }
}
