from django import template

from mlmap_site.languages import authors_language

register = template.Library()

register.simple_tag(authors_language)
