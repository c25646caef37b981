"""The use cases, on ports: how an invoice gets from an upload to a person, whatever the stores are.

`updates`        what one transaction writes, and the change it makes
`registration`   the row that an upload makes (pure)
`stages`         claims, and what ends them (pure)
`reviews`        what a person decides on: the locked row
`ports`          what the use cases need of stores, as protocols
`worker`         claim, work under a lease, finish once
`after_commit`   enqueue the next stage, publish the change
`deletion`       removing an invoice everywhere

A store runs a transaction and obeys; what is written is decided here.
"""
