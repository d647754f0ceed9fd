"""Publishing: a Hub namespace, or a folder that acts as one."""
