CREATE TABLE IF NOT EXISTS orders (
	id uuid PRIMARY KEY,
	customer text NOT NULL,
	items text[] NOT NULL,
	amount numeric(10, 2) NOT NULL CHECK (amount > 0),
	placed_at timestamptz NOT NULL,
	state text NOT NULL,
	workflow_id text NOT NULL UNIQUE
);
CREATE INDEX IF NOT EXISTS orders_placed_at ON orders (placed_at, id);
CREATE TABLE IF NOT EXISTS stock (
	item text PRIMARY KEY,
	quantity integer NOT NULL CHECK (quantity >= 0)
);
INSERT INTO stock (item, quantity) VALUES ('unobtainium', 0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS reservations (
	order_id uuid NOT NULL REFERENCES orders,
	position integer NOT NULL,
	item text NOT NULL,
	PRIMARY KEY (order_id, position)
);
