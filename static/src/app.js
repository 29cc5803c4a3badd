// One line for each part of the site that needs JavaScript.
import './components.js'
import './found.js'
import './passages.js'
import './ras_form.js'
import './session_end.js'
