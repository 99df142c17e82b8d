from django import template

from mlmap_site.languages import gap, lang

register = template.Library()

register.simple_tag(lang)
register.simple_tag(gap)
