"""What tests share: the real command line, small projects, a web server and a browser."""
