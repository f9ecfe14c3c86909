package io.wfe.dashboard;

import java.time.Clock;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.support.RequestDataValueProcessor;

/**
 * {@linkplain EnableAutoConfiguration Auto-configuration} for the dashboard.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration",
		"io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration",
		"io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration",
		"io.wfe.engine.autoconfigure.WfeEngineStoresAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBooleanProperty(name = "wfe.dashboard.enabled", matchIfMissing = true)
@Conditional(WfeDashboardAutoConfiguration.OnStores.class)
@EnableConfigurationProperties(WfeDashboardProperties.class)
@ImportRuntimeHints(WfeDashboardAutoConfiguration.Hints.class)
public final class WfeDashboardAutoConfiguration {

	@Bean
	RouterFunction<ServerResponse> wfeDashboard(WfeDashboardProperties properties,
			ObjectProvider<PersistenceProvider> providers, ObjectProvider<WorkflowHost> hosts,
			ObjectProvider<StoreRegistry> registries, ObjectProvider<WorkflowHosts> all, ObjectProvider<Clock> clocks,
			ApplicationSecurity security, BeanFactory beans) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		@Nullable PersistenceProvider provider = providers.getIfUnique();
		Dashboards dashboards = new Dashboards(
				(provider != null) ? new Dashboard(provider, hosts.getIfUnique(), clock) : null,
				registries.getIfUnique(), all.getIfUnique(), clock);
		return new DashboardRoutes(dashboards, properties, security, new FormTokens(formFields(beans))).routes();
	}

	private static @Nullable RequestDataValueProcessor formFields(BeanFactory beans) {
		String name = RequestContextUtils.REQUEST_DATA_VALUE_PROCESSOR_BEAN_NAME;
		return beans.containsBean(name) ? beans.getBean(name, RequestDataValueProcessor.class) : null;
	}

	/**
	 * With Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.security.web.FilterChainProxy")
	static class SecurityConfiguration {

		private static final String FILTER = "springSecurityFilterChain";

		@Bean
		ApplicationSecurity wfeDashboardSecurity(BeanFactory beans) {
			return new SpringSecurity(beans.containsBean(FILTER) ? beans.getBean(FILTER, Filter.class) : null);
		}

	}

	/**
	 * Without Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.web.FilterChainProxy")
	static class NoSecurityConfiguration {

		@Bean
		ApplicationSecurity wfeDashboardSecurity() {
			return ApplicationSecurity.NONE;
		}

	}

	/**
	 * What is read from the class path.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern(Assets.PATTERN);
		}

	}

	/**
	 * There is a default store, or there may be others.
	 */
	static final class OnStores extends AnyNestedCondition {

		OnStores() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnSingleCandidate(PersistenceProvider.class)
		static class DefaultStore {

		}

		@ConditionalOnBean(StoreRegistry.class)
		static class NamedStores {

		}

	}

}
