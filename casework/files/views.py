"""How a page of a case asks for files, and how a picture is shown."""

from casework.cases.frame import ask_of_case
from casework.files.queries import uploads_kept


def ask_with_files(request, case, form, act, **how):
    """`ask_of_case` of a form with files: they are kept while it is corrected, and go with it then.

    `form` takes what was posted, the files, and the files that wait as `waiting`.
    """
    waiting = uploads_kept(request.user, request.path)

    def act_and_forget(asked):
        done = act(asked)
        asked.forget_files()
        return done

    return ask_of_case(
        request,
        case,
        lambda data: form(data, request.FILES or None, waiting=waiting),
        act_and_forget,
        again=lambda asked: asked.keep_files(request.path, by=request.user),
        **how,
    )
