"""What can be typed about accounts, the organisation workbook and keys of programs."""

from feedback.accounts.commands.api_keys import api_key
from feedback.accounts.commands.people import first_admin_code, load_organisation, reset_password_command

commands = [first_admin_code, load_organisation, reset_password_command, api_key]
