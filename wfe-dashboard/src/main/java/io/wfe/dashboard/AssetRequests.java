package io.wfe.dashboard;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers the requests for style, script and icon, which all stores share.
 */
final class AssetRequests {

	private final Assets assets = new Assets();

	ServerResponse get(ServerRequest request) {
		Assets.Asset asset = this.assets.get(request.pathVariable("name"));
		if (asset == null) {
			return ServerResponse.notFound().build();
		}
		return request.checkNotModified(asset.tag()).orElseGet(() -> Responses.asset(asset));
	}

}
