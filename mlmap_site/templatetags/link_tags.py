from django import template

from mlmap_site.links import absolute

register = template.Library()

register.filter(absolute)
