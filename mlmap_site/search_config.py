from django.db import connection
from modelsearch.apps import ModelSearchAppConfig


class SearchConfig(ModelSearchAppConfig):
    """The library without its signals, which none of our models has (search_index.py): they would
    bring another library, for tasks, into each worker.
    """

    def ready(self):
        if connection.vendor == "postgresql":
            # The library can only import it there.
            from modelsearch.backends.database.postgres.weights import set_weights

            set_weights()
        self.get_model("IndexEntry").add_generic_relations()
