package io.wfe.actuator.endpoint;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

import io.wfe.core.persistence.WorkflowPage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Where a page starts, as text that needs no escaping in a URL.
 */
final class WorkflowCursor {

	private static final char SEPARATOR = '/';

	private WorkflowCursor() {
	}

	static @Nullable String format(WorkflowPage.@Nullable Cursor cursor) {
		if (cursor == null) {
			return null;
		}
		String text = cursor.createTime().toString() + SEPARATOR + cursor.id();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	static WorkflowPage.Cursor parse(String text) {
		try {
			String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
			int separator = decoded.indexOf(SEPARATOR);
			if (separator > 0) {
				return new WorkflowPage.Cursor(Instant.parse(decoded.substring(0, separator)),
						decoded.substring(separator + 1));
			}
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw invalid(ex);
		}
		throw invalid(null);
	}

	private static InvalidEndpointRequestException invalid(@Nullable Exception cause) {
		String reason = "after must be the 'next' of the page before";
		return new InvalidEndpointRequestException(reason, reason, cause);
	}

}
