"""Records in a database, SQLite or PostgreSQL: loaded again and again, corrected by people, asked by many.

    with database("sqlite:///bantin.db") as engine:                    # connection: made, brought up to date
        load(engine, records_and_broken(path, on_error=…), on_error=…)  # loading: batch by batch
        refresh(engine)                                                # registry: one thing once
        correct(engine, bulletin_id, path, old=…, new=…, by=…, why=…)  # corrections
        withdraw(engine, bulletin_id, by=…, why=…)                     # withdrawals
    with existing(url) as engine, engine.connect() as connection:      # to read
        corrected_records(connection), read_corrections(connection)    # for exports

`tables`, `beside` and `registry_tables` say what there is, docs/database.md what to ask of it.
"""
