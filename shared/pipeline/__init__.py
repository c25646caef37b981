"""The use cases on ports: how an invoice gets from an upload to a person, independent of the stores.

`updates`        what one transaction writes, and the resulting change
`registration`   the row of an upload (pure)
`stages`         claims, and the results that end them (pure)
`reviews`        a person's decisions on the locked row
`ports`          protocols of the stores that the use cases need
`worker`         claim, work under a lease, finish once
`after_commit`   enqueue the next stage, publish the change
`deletion`       removing an invoice everywhere

Stores only run the transactions; this package decides what they write.
"""
