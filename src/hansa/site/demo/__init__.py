"""The demonstration: both leagues with believable records, built through the services.

Structure, hosts, clauses and names of works are real; people are offices with a number,
and meetings, requests and answers are invented and say so.
"""
