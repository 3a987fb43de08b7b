"""Documents as ESC/POS bytes: code pages and profiles are ours, codes and cuts come from python-escpos."""
