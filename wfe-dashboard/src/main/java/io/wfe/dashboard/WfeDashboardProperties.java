package io.wfe.dashboard;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the dashboard.
 *
 * @param enabled Whether to serve the dashboard.
 * @param path Path of the dashboard below the context path of the application.
 * @param actions Whether workflows can be suspended, resumed, terminated and retried, and
 * events published.
 * @param showData When to show data of workflows, and messages of errors.
 * @param roles Roles of users who are authorized to be shown data. When empty, all
 * authenticated users are authorized.
 * @param allowRemoteWithoutSecurity Whether to answer other machines when Spring Security
 * does not protect the path of the dashboard.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.dashboard")
public record WfeDashboardProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/wfe") String path,
		@DefaultValue("false") boolean actions, @DefaultValue("never") ShowData showData,
		@DefaultValue Set<String> roles, @DefaultValue("false") boolean allowRemoteWithoutSecurity) {

	/**
	 * Creates properties.
	 */
	public WfeDashboardProperties {
		if (!path.matches("/|(/[\\w.~-]+)+")) {
			throw new IllegalArgumentException("wfe.dashboard.path must begin with a slash, must not end with one, "
					+ "and may have letters, digits and . _ ~ - between slashes, such as /admin/workflows");
		}
		roles = Set.copyOf(roles);
	}

	/**
	 * When to show data.
	 */
	public enum ShowData {

		/**
		 * Never.
		 */
		NEVER,

		/**
		 * To users who are authenticated and, if there are {@link #roles()}, have one of
		 * them.
		 */
		WHEN_AUTHORIZED,

		/**
		 * To all who are served.
		 */
		ALWAYS

	}

}
