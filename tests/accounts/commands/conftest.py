"""Commands as the terminal runs them, on the test's own database."""

import pytest
from click.testing import CliRunner

from feedback.foundation.sealing import Sealer


class Opened:
    """What the top command hands to the others."""

    def __init__(self, database, settings):
        self.database, self.settings, self.sealer = database, settings, Sealer(b"k" * 32)


@pytest.fixture
def run(database, site_settings):
    def invoke(command, *arguments):
        return CliRunner().invoke(
            command, [str(each) for each in arguments], obj=lambda: Opened(database, site_settings)
        )

    return invoke
