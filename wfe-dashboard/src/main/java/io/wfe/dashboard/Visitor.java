package io.wfe.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.dashboard.WfeDashboardProperties.ShowData;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerRequest;

/**
 * Whoever has sent a request: which view they get, and the cookie that goes with it.
 *
 * @param view what pages are written for
 * @param cookie a cookie to be set, or {@code null}
 */
record Visitor(View view, @Nullable String cookie) {

	static Visitor of(ServerRequest request, String path, List<String> stores, @Nullable String store,
			WfeDashboardProperties properties, FormTokens tokens) {
		HttpServletRequest servletRequest = request.servletRequest();
		String base = request.requestPath().contextPath().value() + path;
		Map<String, String> fields = Map.of();
		String cookie = null;
		if (properties.actions()) {
			String token = tokens.get(servletRequest);
			if (token == null) {
				token = tokens.next();
				cookie = FormTokens.cookie(servletRequest, base.isEmpty() ? "/" : base, token);
			}
			fields = tokens.fields(servletRequest, token);
		}
		return new Visitor(new View(new Links(base, store), properties.actions(), showData(servletRequest, properties),
				fields, stores, (store != null) ? store : StoreRegistry.DEFAULT), cookie);
	}

	/**
	 * Describes it without the cookie.
	 */
	@Override
	public String toString() {
		return "Visitor[view=" + this.view + "]";
	}

	private static boolean showData(HttpServletRequest request, WfeDashboardProperties properties) {
		if (properties.showData() == ShowData.WHEN_AUTHORIZED) {
			Set<String> roles = properties.roles();
			return request.getUserPrincipal() != null
					&& (roles.isEmpty() || roles.stream().anyMatch(request::isUserInRole));
		}
		return properties.showData() == ShowData.ALWAYS;
	}

}
