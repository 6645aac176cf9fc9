import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from conference.channels.email.wrapping import wrapped


@settings(deadline=None)
@given(st.text(st.sampled_from(" \t\u00a0-xā"), max_size=100), st.sampled_from(["", "  "]))
def test_a_line_that_fits_is_what_the_wrapper_would_make_of_it(line, hanging):
    wrapper = textwrap.TextWrapper(76, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    assert wrapped(line, hanging) == wrapper.fill(line)
