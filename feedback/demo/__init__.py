"""A sample province to try the system on: invented communes, people, files and answers, marked as such everywhere.

It lives in a database and a folder of its own. No real unit ever carries an invented figure.
"""
