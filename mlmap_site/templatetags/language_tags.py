from django import template

from mlmap_site.languages import lang

register = template.Library()

register.simple_tag(lang)
