/**
 * The workflow store on PostgreSQL: plain Spring JDBC, usable without Spring Boot.
 * <p>
 * Why it is built like this:
 * <ul>
 * <li><b>Revision.</b> {@code xmin} notices writes of programs that know no revision.
 * {@code last_heartbeat_at} is a stamp that each of our writes sets later than the stored
 * one. It tells two writes of one transaction apart, and a write that a failover lost
 * from the one that got its transaction number. The place of a row ({@code ctid}) does
 * not count, so {@code VACUUM FULL} changes no revision.</li>
 * <li><b>Order of pointers.</b> A column {@code position} has a sequence as its default.
 * A Rust host does not know the column, and inserts pointers in their order.</li>
 * <li><b>Long values.</b> The tables take text of any length, an entry of a B-tree takes
 * 2,704 bytes. So indexes hold {@code hashtextextended} of a text that is looked up, and
 * the first 64 characters of an id that only orders. Statements compare the hash and the
 * text. Hash indexes would be slow with many equal values.</li>
 * <li><b>Leases.</b> An instance is owned while {@code host_id} names a row of
 * {@code hosts} that has not expired. {@code host_id} is in no index, so a pass that
 * keeps its instance is a heap-only update.</li>
 * <li><b>Claims.</b> Another host may have released a row that is still due, between the
 * look at it and its lock. So a claim takes a row only in the version that it saw, and
 * reads the pointers by a second statement under the lock: the first one sees those of
 * its start.</li>
 * <li><b>Taken keys.</b> A unique key that refuses a row ends the caller's transaction.
 * So the statement that writes also looks for the ids of new pointers and subscriptions,
 * and for a new name. If two writers bring the same key at once, the key still refuses
 * the second.</li>
 * <li><b>Migration.</b> Liquibase commits in between, creates its tables before it locks,
 * and its lock outlives a killed node. {@code NestedTransactions} turns its commits into
 * savepoints of one transaction, which also holds an advisory lock. So a migration works
 * through PgBouncer and on a pool of one connection. A query keeps Liquibase from being
 * loaded if there is nothing to do. Liquibase looks for its history by names in upper
 * case, and keeps the case of tables only if it takes a database for one that minds the
 * case: then it finds nothing. {@code LiquibaseMigration} gives it an executor that does
 * both.</li>
 * <li><b>Encodings.</b> The store asks for the encoding of the database once, when text
 * of more than ASCII first occurs. Java's charsets then tell what the encoding lacks,
 * before anything is sent.</li>
 * <li><b>Backlog.</b> Queries are ordered like partial indexes: by time alone the server
 * takes another index, and passes over all that is done. No index shows how long an
 * instance that is due at once has waited. The query reads it from the first 100 rows.
 * Such an index would be written with every persist.</li>
 * <li><b>Retention.</b> Its lock belongs to the transaction of one batch. It works on a
 * pool of one connection, and a node that dies holds up nobody.</li>
 * </ul>
 */
@NullMarked
package io.wfe.postgres;

import org.jspecify.annotations.NullMarked;
