from django.urls import path

from comments import views

urlpatterns = [
    # /articles/<slug>/comments/
    path("articles/<slug:slug>/comments/", views.thread, name="thread"),
    path("articles/<slug:slug>/comments/new/", views.write, name="write_comment"),
    # /comments/<id>/
    path("comments/<int:pk>/", views.comment, name="comment"),
]
