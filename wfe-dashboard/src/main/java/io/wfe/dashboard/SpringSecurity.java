package io.wfe.dashboard;

import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.debug.DebugFilter;

/**
 * Looks for a chain of Spring Security that applies to a request and authorizes it. A
 * request that no chain applies to, that is ignored, or whose chain has no rules, is one
 * that nobody has decided about.
 */
final class SpringSecurity implements ApplicationSecurity {

	private final @Nullable FilterChainProxy proxy;

	/**
	 * Creates it.
	 * @param filter the filter of Spring Security, or {@code null}
	 */
	SpringSecurity(@Nullable Filter filter) {
		Filter proxy = (filter instanceof DebugFilter debug) ? debug.getFilterChainProxy() : filter;
		this.proxy = (proxy instanceof FilterChainProxy chains) ? chains : null;
	}

	@Override
	public boolean hasDecided(HttpServletRequest request) {
		List<SecurityFilterChain> chains = (this.proxy != null) ? this.proxy.getFilterChains() : List.of();
		return chains.stream()
			.filter((chain) -> chain.matches(request))
			.findFirst()
			.filter((chain) -> chain.getFilters().stream().anyMatch(AuthorizationFilter.class::isInstance))
			.isPresent();
	}

}
