"""Layout objects of our own, beside crispy's."""

from typing import Any

from crispy_forms import layout as crispy
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Fieldset(crispy.Fieldset):
    """Fields under one legend. Unlike crispy's own, the legend is text: escaped, and never run as a template."""

    def render(self, form: Any, context: Any, template_pack: Any = crispy.TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Draw the legend and the fields."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        drawn = {"fieldset": self, "legend": str.__str__(str(self.legend)), "fields": fields}
        return render_to_string(self.get_template_name(template_pack), drawn)
