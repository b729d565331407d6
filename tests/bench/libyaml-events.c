/* SPDX-License-Identifier: MIT */
/*
 * libyaml-events - the yardstick: libyaml's bare event loop over files
 *
 * Reads each file named, asks for its events, and throws them away.  What
 * ledger-check does to the same bytes is measured against this.
 */
#include <stdio.h>

#include <yaml.h>

static long
events(FILE *in)
{
	yaml_parser_t parser;
	yaml_event_t event;
	long n = 0;
	int done = 0;

	if (!yaml_parser_initialize(&parser))
		return -1;
	yaml_parser_set_input_file(&parser, in);
	while (!done) {
		if (!yaml_parser_parse(&parser, &event)) {
			n = -1;
			break;
		}
		done = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		n++;
	}
	yaml_parser_delete(&parser);
	return n;
}

int
main(int argc, char **argv)
{
	long n, all = 0;
	FILE *in;
	int i;

	for (i = 1; i < argc; i++) {
		in = fopen(argv[i], "rb");
		n = in ? events(in) : -1;
		if (in)
			fclose(in);
		if (n < 0) {
			fprintf(stderr, "%s: cannot be read\n", argv[i]);
			return 1;
		}
		all += n;
	}
	printf("%ld events\n", all);
	return 0;
}
