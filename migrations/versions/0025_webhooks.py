"""Webhooks: endpoints, and the messages that wait for one.

Functions of the version before know none. The statements can be repeated.
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS webhooks (
            id BIGINT NOT NULL AUTO_INCREMENT,
            url VARCHAR(2000) NOT NULL,
            description VARCHAR(200) NOT NULL,
            types JSON NOT NULL,
            disabled_reason VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
            disabled_at DATETIME(6),
            salt VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            old_salt VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
            old_until DATETIME(6),
            position BIGINT NOT NULL,
            replay_position BIGINT,
            replay_until BIGINT,
            failures INTEGER NOT NULL,
            failing_since DATETIME(6),
            resume_at DATETIME(6),
            last_success_at DATETIME(6),
            last_error_at DATETIME(6),
            last_error VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin,
            last_status_code INTEGER,
            created_at DATETIME(6) NOT NULL,
            updated_at DATETIME(6) NOT NULL,
            CONSTRAINT pk_webhooks PRIMARY KEY (id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    op.execute("""
        CREATE TABLE IF NOT EXISTS webhook_deliveries (
            webhook_id BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            type VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            invoice_id BIGINT NOT NULL,
            version INTEGER NOT NULL,
            actor VARCHAR(100) NOT NULL,
            at DATETIME(6) NOT NULL,
            state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            attempts INTEGER NOT NULL,
            next_attempt_at DATETIME(6),
            last_attempt_at DATETIME(6),
            status_code INTEGER,
            fault VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin,
            milliseconds INTEGER,
            CONSTRAINT pk_webhook_deliveries PRIMARY KEY (webhook_id, sequence),
            CONSTRAINT fk_webhook_deliveries_webhook_id FOREIGN KEY (webhook_id) REFERENCES webhooks (id)
                ON DELETE CASCADE,
            INDEX ix_webhook_deliveries_webhook_id_state_sequence (webhook_id, state, sequence),
            INDEX ix_webhook_deliveries_webhook_id_next_attempt_at (webhook_id, next_attempt_at),
            INDEX ix_webhook_deliveries_webhook_id_invoice_id_sequence (webhook_id, invoice_id, sequence)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS webhook_deliveries")
    op.execute("DROP TABLE IF EXISTS webhooks")
