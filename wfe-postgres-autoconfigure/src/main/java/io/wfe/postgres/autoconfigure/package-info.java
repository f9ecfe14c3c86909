/**
 * Spring Boot auto-configuration of the workflow store on PostgreSQL.
 * <p>
 * Why it is built like this:
 * <ul>
 * <li>A {@code DataSource} or {@code SpringLiquibase} bean of the store would make Spring
 * Boot withdraw the application's. {@code WfeDatabase} holds the store's pool
 * instead.</li>
 * <li>Beans decide when they are created which database to use. Ahead-of-time processing
 * would freeze a decision made by conditions.</li>
 * <li>A {@code @ServiceConnection} without a type serves the application's
 * {@code DataSource} and the store. If its details counted like a URL, a test would
 * silently lose the application's transactions. So details say whether they are dedicated
 * to the store. Others count only if there is a URL to replace, or no {@code DataSource}
 * to share.</li>
 * <li>Details of Docker Compose are made from the service, not from JDBC's details, which
 * exist only where the store does not need them.</li>
 * </ul>
 */
@NullMarked
package io.wfe.postgres.autoconfigure;

import org.jspecify.annotations.NullMarked;
