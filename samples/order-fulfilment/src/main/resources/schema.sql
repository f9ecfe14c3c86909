CREATE TABLE IF NOT EXISTS orders (
	id uuid PRIMARY KEY,
	customer text NOT NULL,
	items text[] NOT NULL,
	amount numeric(10, 2) NOT NULL CHECK (amount > 0),
	placed_at timestamptz NOT NULL,
	workflow_id text NOT NULL UNIQUE
);
