-- The requests that wrk sends, and how it tells what it saw: answers a second, and milliseconds.
wrk.method = "POST"
wrk.body = '{"text":"What light through y","top":5}'
wrk.headers["Content-Type"] = "application/json"

done = function(summary, latency)
	local errors = summary.errors
	if errors.connect + errors.read + errors.write + errors.status + errors.timeout > 0 then
		io.write("there were errors\n")
	else
		io.write(string.format("measured %.1f %.2f %.2f %.2f\n", summary.requests / summary.duration * 1e6,
			latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
	end
end
