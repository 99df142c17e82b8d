from django.urls import path, re_path
from django.views.decorators.http import require_safe

from comments import api, changing, contact_views, likes, mail_views, own_views, views, writing
from comments.feeds import CommentFeed, ThreadFeed
from mlmap_site.privacy import shared
from roles.models import SLUG

# What is the same in every language has one address.
for_machines = [path("schemas/comments-1.json", api.schema, name="comments_schema")]

urlpatterns = [
    path("contact/", contact_views.contact, name="contact"),
    path("contact/sent/", contact_views.contact_sent, name="contact_sent"),
    # /articles/<slug>/comments/
    path("articles/<slug:slug>/comments/", views.thread, name="thread"),
    path("articles/<slug:slug>/comments/new/", writing.write, name="write_comment"),
    path(
        "articles/<slug:slug>/comments/feed/",
        require_safe(shared(ThreadFeed())),
        name="comment_feed",
    ),
    path("articles/<slug:slug>/like/", likes.like_article, name="like_article"),
    path("articles/<slug:slug>/follow/", mail_views.follow_article, name="follow_article"),
    re_path(rf"^roles/(?P<slug>{SLUG})/comments/$", views.role_comments, name="role_comments"),
    # /accounts/: what is a reader's own
    path("accounts/comments/", own_views.my_comments, name="my_comments"),
    path("accounts/data/", own_views.my_data, name="my_data"),
    path("accounts/data/download/", own_views.download_data, name="download_data"),
    path("accounts/delete/", own_views.delete_account, name="delete_account"),
    # /accounts/mail/
    path("accounts/mail/", mail_views.mail_preferences, name="mail_preferences"),
    path("accounts/mail/<str:token>/", mail_views.unsubscribe, name="unsubscribe"),
    path("comments/feed/", require_safe(shared(CommentFeed())), name="all_comments_feed"),
    # /comments/<id>/
    path("comments/<int:pk>/", views.comment, name="comment"),
    path("comments/<int:pk>/edit/", changing.edit, name="edit_comment"),
    path("comments/<int:pk>/delete/", changing.delete, name="delete_comment"),
    path("comments/<int:pk>/like/", likes.like_comment, name="like_comment"),
    path("comments/<int:pk>/report/", changing.report, name="report_comment"),
]
