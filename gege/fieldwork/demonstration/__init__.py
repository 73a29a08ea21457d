"""A form to begin with, made by the platform itself: `gege.fieldwork.api.sample_form`."""
