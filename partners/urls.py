"""The addresses of this app's pages."""

from django.urls import URLPattern, path

from partners.views import notifications

urlpatterns: list[URLPattern] = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_notifications, name="read_notifications"),
    path("notifications/<int:pk>/open/", notifications.open_notification, name="open_notification"),
]
