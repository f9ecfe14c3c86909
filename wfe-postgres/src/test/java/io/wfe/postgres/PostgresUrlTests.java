package io.wfe.postgres;

import java.util.Objects;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PostgresUrl}. What a URL means is what the driver's own parser makes
 * of it.
 */
class PostgresUrlTests {

	private static final String SECRET = "s3cret";

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://h1:5433,h2/db?ApplicationName=my+app&sslmode=require",
			"jdbc:postgresql://h/", "jdbc:postgresql://[::1]:5433/db", "jdbc:postgresql://:5433/db",
			"jdbc:postgresql:///db", "jdbc:postgresql://", "jdbc:postgresql:///", "jdbc:postgresql:db",
			"jdbc:postgresql:a%2Fb?ssl=true", "jdbc:postgresql:", "jdbc:postgresql://h/db?host=a,b&port=1,2" })
	void passesOnWhatTheDriverUnderstands(String url) {
		assertThat(Driver.parseURL(url, null)).isNotNull();
		assertThat(PostgresUrl.parse(url)).isEqualTo(new PostgresUrl(url, null, null));
	}

	@Test
	void writesSingleSlashAsTheDriverUnderstandsIt() {
		PostgresUrl url = PostgresUrl.parse("jdbc:postgresql:/");
		assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql:///");
		assertThat(driver(url)).containsEntry("PGHOST", "localhost").doesNotContainKey("PGDBNAME");
	}

	@ParameterizedTest
	@CsvSource({ "user=joe&password=a%2Bb+c%25, , joe, a+b c%", "user=j%C3%B6&sslmode=require, sslmode=require, jö,",
			"ssl=true&password=x=y&b=%41, ssl=true&b=%41, , x=y", "user=a&user=b&password, , b, ''",
			"&a&&user=joe&b=+, a&b=+, joe,", "user=, , ''," })
	void pullsUserAndPasswordOutOfJdbcUrl(String query, @Nullable String rest, @Nullable String username,
			@Nullable String password) {
		String original = "jdbc:postgresql://h/db?" + query;
		PostgresUrl url = PostgresUrl.parse(original);
		assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h/db" + ((rest != null) ? "?" + rest : ""));
		assertThat(url.username()).isEqualTo(username);
		assertThat(url.password()).isEqualTo(password);
		assertThat(driver(url)).isEqualTo(Driver.parseURL(original, null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "postgres://joe:pw@h:5433/db | h | 5433 | db | joe | pw",
					"postgresql://joe@h/db | h | 5432 | db | joe |", "postgres://h/db | h | 5432 | db | |",
					"postgres:///db | localhost | 5432 | db | |", "postgres://:5433/db | localhost | 5433 | db | |",
					"postgres://joe:@h:/db | h | 5432 | db | joe |", "postgres://:pw@h/db | h | 5432 | db | | pw",
					"postgres://joe@/db | localhost | 5432 | db | joe |",
					"postgres://j%40e:p%3A%2F%25%C3%A4+%20x@h/db | h | 5432 | db | j@e | p:/%ä+ x",
					"postgres://joe:p#w?x:y@h/db | h | 5432 | db | joe | p#w?x:y",
					"postgres://h/a%20b+c%2Fd%3F%26/e#ä | h | 5432 | a b+c/d?&/e#ä | |",
					"postgres://joe@[::1]:5433/db | [::1] | 5433 | db | joe |",
					"postgres://[fe80::1%25eth0]/db | [fe80::1%eth0] | 5432 | db | |",
					"postgres://h1:1,h2,[::1]:3/db | h1,h2,[::1] | 1,5432,3 | db | |",
					"postgres://h_1.example%2Dx/db | h_1.example-x | 5432 | db | |",
					"postgres:///db?host=h1&port=5433 | h1 | 5433 | db | |",
					"postgres://x:1/db?host=h1,::1&port=1,2 | h1,[::1] | 1,2 | db | |",
					"postgres://h1,h2/db?port=5433 | h1,h2 | 5433,5433 | db | |",
					"postgres:///db?hostaddr=10.0.0.1 | 10.0.0.1 | 5432 | db | |",
					"postgres://h/db?hostaddr=10.0.0.1 | h | 5432 | db | |",
					"postgres://joe:pw@h/db?user=j%2Be&password=p+w&dbname=o%2Fther | h | 5432 | o/ther | j+e | p+w",
					"postgres://h?dbname=db | h | 5432 | db | |", "postgres://h/?dbname=db& | h | 5432 | db | |" })
	void translatesConnectionUri(String uri, String host, String port, String database, @Nullable String username,
			@Nullable String password) {
		PostgresUrl url = PostgresUrl.parse(uri);
		assertThat(driver(url)).containsEntry("PGHOST", host)
			.containsEntry("PGPORT", port)
			.containsEntry("PGDBNAME", database);
		assertThat(url.username()).isEqualTo(username);
		assertThat(url.password()).isEqualTo(password);
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://joe@", "postgres://joe@h", "postgresql://joe@h/", "postgres://joe@h?a=b",
			"postgres://?user=joe" })
	void leavesMissingDatabaseToTheDriverWhichTakesTheUser(String uri) {
		assertThat(driver(PostgresUrl.parse(uri))).containsEntry("user", "joe").containsEntry("PGDBNAME", "joe");
	}

	@ParameterizedTest
	@CsvSource({ "connect_timeout=3, connectTimeout, 3", "connect_timeout=-1, connectTimeout, 0",
			"application_name=a+b%20c%26d, ApplicationName, a+b c&d", "sslmode=verify-full, sslmode, verify-full",
			"sslmode=require&sslmode=disable, sslmode, disable", "ssl=true, sslmode, require", "ssl=false, ssl, false",
			"sslrootcert=/a/b.crt, sslrootcert, /a/b.crt", "sslcert=c, sslcert, c", "sslkey=k, sslkey, k",
			"options=-c%20search_path=a%2Cb, options, '-c search_path=a,b'",
			"target_session_attrs=any, targetServerType, any",
			"target_session_attrs=read-write, targetServerType, primary",
			"target_session_attrs=primary, targetServerType, primary",
			"target_session_attrs=read-only, targetServerType, secondary",
			"target_session_attrs=standby, targetServerType, secondary",
			"target_session_attrs=prefer-standby, targetServerType, preferSecondary",
			"keepalives=1, tcpKeepAlive, true", "keepalives=0, tcpKeepAlive, false",
			"load_balance_hosts=random, loadBalanceHosts, true",
			"require_auth=scram-sha-256, requireAuth, scram-sha-256",
			"channel_binding=require, channelBinding, require", "gssencmode=disable, gssEncMode, disable",
			"sslnegotiation=direct, sslNegotiation, direct", "krbsrvname=pg, kerberosServerName, pg",
			"currentSchema=a%2Cb, currentSchema, 'a,b'", "un%20known=%3D, un+known, =" })
	void translatesParameters(String parameter, String name, String value) {
		PostgresUrl url = PostgresUrl.parse("postgres://h/db?" + parameter);
		assertThat(driver(url)).containsEntry(name, value);
	}

	@Test
	void keepsOrderOfParameters() {
		assertThat(PostgresUrl.parse("postgres://h/db?z=1&user=u&connect_timeout=2&a=3").jdbcUrl())
			.isEqualTo("jdbc:postgresql://h/db?z=1&connectTimeout=2&a=3");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "mysql://joe:s3cret@h/db | unknown scheme", "http://h/s3cret | unknown scheme",
					"jdbc:mysql://h/db?password=s3cret | unknown scheme", "postgres:s3cret | unknown scheme",
					"POSTGRES://joe:s3cret@h | unknown scheme", "' postgres://joe:s3cret@h' | white space",
					"postgres://joe:s3cret@h:port/db | 1 to 65535", "postgres://joe:s3cret@h:0/db | 1 to 65535",
					"postgres://joe:s3cret@h:65536/db | 1 to 65535", "postgres://joe:s3cret@h:-1/db | 1 to 65535",
					"postgres://joe:s3cret@::1/db | 1 to 65535", "postgres://h/?port=s3cret | 1 to 65535",
					"postgres://joe:s3cret/x@h/db | other than the one before the host",
					"postgres://joe:s3cret@x@h/db | other than the one before the host",
					"postgres://joe:s3cret/x | 1 to 65535", "postgres://h?password=s3cret@x | a '?' before an '@'",
					"postgres://joe:s3cret%@h/db | percent encoding", "postgres://joe:s3cret%4@h/db | percent encoding",
					"postgres://joe:s3cret%zz@h/db | percent encoding", "postgres://h/s3cret%-1 | percent encoding",
					"postgres://h/db?s3cret%=x | percent encoding", "postgres://joe:s3cret%FF@h/db | not UTF-8",
					"postgres://joe:s3cret%00@h/db | U+0000", "postgres://joe:s3cret x@h/db | space",
					"postgres://joe:s3cret@h1,,h2/db | empty element", "postgres://joe:s3cret@h1,/db | empty element",
					"postgres://joe:s3cret@h1,:1/db | empty element", "postgres:///s3cret?host=h1, | empty element",
					"postgres://joe:s3cret@[::1/db | a ']' after", "postgres://joe:s3cret@[]/db | between the brackets",
					"postgres://joe:s3cret@[::1]1/db | after the ']'", "postgres://s3cret!/db | other characters",
					"postgres://s3cret%2Fx/db | other characters", "postgres://%2Fvar%2Fs3cret/db | Unix socket",
					"postgres:///db?host=/var/s3cret | Unix socket", "postgres:///db?host=@s3cret | Unix socket",
					"postgres://h/db?s3cret | without '='", "postgres://h1,h2/s3cret?port=1,2,3 | as many as hosts",
					"postgres://h/db?target_session_attrs=s3cret | prefer-standby",
					"postgres://h/db?keepalives=s3cret | keepalives",
					"postgres://h/db?load_balance_hosts=s3cret | load_balance_hosts" })
	void refusesMalformedUrl(String url, String problem) {
		assertRefused(url, problem);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "jdbc:postgresql://joe:s3cret@h:5432/db | are parameters",
					"jdbc:postgresql:postgres://joe:s3cret@h/db | are parameters",
					"jdbc:postgresql://h?password=s3cret | after the host and port",
					"jdbc:postgresql://h/a/b?password=s3cret | %2F", "jdbc:postgresql:/s3cret | two '/'",
					"jdbc:postgresql://h:s3cret/db | 1 to 65535", "jdbc:postgresql://h:/s3cret | 1 to 65535",
					"jdbc:postgresql://h:65536/s3cret | 1 to 65535", "jdbc:postgresql://h/db?port=s3cret | 1 to 65535",
					"jdbc:postgresql://h1,,h2/s3cret | empty element", "jdbc:postgresql://h1,/s3cret | empty element",
					"jdbc:postgresql://[::1/s3cret | a ']' after", "jdbc:postgresql://%2Fvar/s3cret | other characters",
					"jdbc:postgresql://h/s3cret%zz | percent encoding", "jdbc:postgresql:s3cret% | percent encoding",
					"jdbc:postgresql://h/db?password=s3cret%2 | percent encoding",
					"jdbc:postgresql://h/db?sslpassword=s3cret%zz | percent encoding",
					"jdbc:postgresql://h/db?password=s3cret%00 | U+0000", "jdbc:postgresql:s3cret%00 | U+0000" })
	void refusesMalformedJdbcUrl(String url, String problem) {
		assertRefused(url, problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://joe:s3cret\u0000@h/db", "jdbc:postgresql://h/db?password=s3cret\u0000x",
			"jdbc:postgresql://h/db\n?password=s3cret" })
	void refusesControlCharacters(String url) {
		assertRefused(url, "control characters");
	}

	@Test
	void refusesUnpairedSurrogate() {
		assertRefused("postgres://joe:s3cret" + '\ud800' + "@h/db", "surrogates");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\n" })
	@SuppressWarnings("NullAway")
	void refusesBlank(@Nullable String url) {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> PostgresUrl.parse(url))
			.withMessageContaining("must not be blank");
	}

	@Test
	@SuppressWarnings("NullAway")
	void refusesMissingJdbcUrl() {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new PostgresUrl(null, null, null))
			.withMessageContaining("jdbcUrl");
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://joe:s3cret@h/db?sslpassword=s3cret&a=b",
			"jdbc:postgresql://h/db?sslpassword=s3cret&user=joe&password=s3cret&a=b",
			"jdbc:postgresql://h/db?SSLPassword=s3cret&user=joe&a=b",
			"postgres://joe@h/db?oauth_client_secret=s3cret&scram_client_key=s3cret&a=b" })
	void toStringShowsNoSecret(String text) {
		assertThat(PostgresUrl.parse(text).toString()).doesNotContain(SECRET)
			.contains("jdbc:postgresql://h/db?", "=***", "a=b", "username=joe");
	}

	@Test
	void toStringShowsUrlWithoutSecretsUnchanged() {
		assertThat(PostgresUrl.parse("postgres://joe@h/a%20b?x=%26&y=").toString())
			.isEqualTo("PostgresUrl[jdbcUrl=jdbc:postgresql://h/a+b?x=%26&y=, username=joe]");
	}

	@Test
	void createsPoolThatDoesNotConnect() {
		// Nothing listens on port 1
		PostgresUrl url = PostgresUrl.parse("postgres://joe:pw@localhost:1/db");
		try (HikariDataSource dataSource = url.createDataSource()) {
			assertThat(dataSource.isRunning()).isFalse();
			assertThat(dataSource.getJdbcUrl()).isEqualTo("jdbc:postgresql://localhost:1/db");
			assertThat(dataSource.getUsername()).isEqualTo("joe");
			assertThat(dataSource.getPassword()).isEqualTo("pw");
			assertThat(dataSource.getPoolName()).isEqualTo("wfe-postgres");
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(10);
			assertThat(dataSource.getInitializationFailTimeout()).isEqualTo(1);
			assertThat(dataSource.getDriverClassName()).isEqualTo(Driver.class.getName());
			assertThat(Driver.parseURL(dataSource.getJdbcUrl(), dataSource.getDataSourceProperties()))
				.containsEntry("ApplicationName", "wfe-postgres")
				.containsEntry("logServerErrorDetail", "false")
				.containsEntry("socketTimeout", "60")
				.containsEntry("tcpKeepAlive", "true");
		}
	}

	@Test
	void urlGoesBeforeDefaultsOfPool() {
		PostgresUrl url = PostgresUrl.parse("postgres://h/db?application_name=mine&logServerErrorDetail=true"
				+ "&socketTimeout=300&tcpKeepAlive=false");
		try (HikariDataSource dataSource = url.createDataSource()) {
			assertThat(dataSource.getUsername()).isNull();
			assertThat(dataSource.getPassword()).isNull();
			assertThat(Driver.parseURL(dataSource.getJdbcUrl(), dataSource.getDataSourceProperties()))
				.containsEntry("ApplicationName", "mine")
				.containsEntry("logServerErrorDetail", "true")
				.containsEntry("socketTimeout", "300")
				.containsEntry("tcpKeepAlive", "false");
		}
	}

	private static void assertRefused(String url, String problem) {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> PostgresUrl.parse(url))
			.withMessageStartingWith("PostgresUrl: url ")
			.withMessageContaining(problem)
			.withMessageContaining("accepted are")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(SECRET).doesNotContain(url))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("url"))
			.satisfies((ex) -> assertThat(ex.getId()).isNull());
	}

	/**
	 * What the driver makes of a URL, given user and password the way a pool gives them.
	 */
	private static Properties driver(PostgresUrl url) {
		Properties credentials = new Properties();
		if (url.username() != null) {
			credentials.setProperty("user", url.username());
		}
		if (url.password() != null) {
			credentials.setProperty("password", url.password());
		}
		Properties properties = Driver.parseURL(url.jdbcUrl(), credentials);
		return Objects.requireNonNull(properties, "refused by the driver");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsOfParametersThatTheDriverIgnores(CapturedOutput output) {
		PostgresUrl.parse("postgres://joe:s3cret@h/db?sslmod=require&sslmode=require").createDataSource().close();
		assertThat(output).contains("parameter 'sslmod'").doesNotContain("'sslmode'").doesNotContain("s3cret");
	}

}
